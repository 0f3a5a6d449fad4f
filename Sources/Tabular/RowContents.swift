extension Batch {
    /// A number per row that tells rows of different values apart: equal rows have equal numbers, others as good as never.
    /// - Parameter count: how many columns, from the first, are looked at.
    public func contents(columns count: Int) -> [UInt64] {
        var contents = [UInt64](repeating: 0x9E37_79B9_7F4A_7C15, count: rowCount)
        for column in columns.prefix(count) {
            switch column {
            case .integers(let integers):
                for row in contents.indices {
                    contents[row] = mix(
                        contents[row], integers.validity[row] ? UInt64(bitPattern: integers.values[row]) : 0x5EED)
                }
            case .texts(let texts):
                for row in contents.indices {
                    guard texts.validity[row] else {
                        contents[row] = mix(contents[row], 0x5EED)
                        continue
                    }
                    var text: UInt64 = 0xCBF2_9CE4_8422_2325
                    for byte in texts.bytes(row) { text = (text ^ UInt64(byte)) &* 0x100_0000_01B3 }
                    contents[row] = mix(contents[row], text ^ UInt64(texts.lengths[row]))
                }
            }
        }
        return contents
    }
}

private func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = (a ^ b &* 0xBF58_476D_1CE4_E5B9).multipliedFullWidth(by: 0x94D0_49BB_1331_11EB)
    return product.high ^ product.low &+ 0x9E37_79B9_7F4A_7C15
}

extension CellBlock {
    /// The rows given, in their order, with bytes of their own: what is kept while the rest of a piece goes.
    public func gather(_ picked: [Int]) -> CellBlock {
        let cells = picked.flatMap { row in (0..<columnCount).map { row * columnCount + $0 } }
        let own = ByteBuffer(capacity: cells.reduce(0) { $0 + Int(lengths[$1]) })
        var ownStarts: [UInt32] = []
        ownStarts.reserveCapacity(cells.count)
        for row in picked {
            for column in 0..<columnCount {
                ownStarts.append(UInt32(own.count))
                own.append(bytes(row, column))
            }
        }
        return CellBlock(
            buffer: own, encoding: encoding, rowCount: picked.count, columnCount: columnCount, starts: ownStarts,
            lengths: cells.map { lengths[$0] }, kinds: kinds.map { kinds in cells.map { kinds[$0] } },
            rows: picked.map { rows[$0] }, lines: lines.map { lines in picked.map { lines[$0] } })
    }
}
