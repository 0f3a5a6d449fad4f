public import Tabular

/// A text column; nil is missing.
public func textColumn(_ texts: [String?]) -> TextColumn {
    let buffer = ByteBuffer(capacity: 0)
    var starts: [UInt32] = []
    var lengths: [UInt32] = []
    var validity = Bitmap(count: texts.count)
    for (i, text) in texts.enumerated() {
        starts.append(UInt32(buffer.count))
        lengths.append(UInt32(text?.utf8.count ?? 0))
        if let text {
            validity.set(i)
            buffer.append(Array(text.utf8))
        }
    }
    return TextColumn(buffer: buffer, starts: starts, lengths: lengths, validity: validity)
}

/// A column of whole numbers; nil is missing.
public func integerColumn(_ values: [Int64?]) -> IntegerColumn {
    var validity = Bitmap(count: values.count)
    for (i, value) in values.enumerated() where value != nil { validity.set(i) }
    return IntegerColumn(values: values.map { $0 ?? 0 }, validity: validity)
}
