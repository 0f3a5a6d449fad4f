import CLibXML2

/// The attributes of an element, as libxml2 hands them over: five pointers each.
struct XMLAttributes {
    let count: Int
    let base: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

    /// The bytes of an attribute of the spreadsheet namespace (or of none), by its local name.
    func bytes(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
        guard let base else { return nil }
        for i in 0..<count {
            let at = base + 5 * i
            guard let local = at[0], XMLNames.equal(local, name), let from = at[3], let to = at[4] else { continue }
            if let uri = at[2], !XMLNames.equal(uri, XMLNames.spreadsheet) { continue }
            return UnsafeBufferPointer(start: from, count: to - from)
        }
        return nil
    }

    /// The bytes of an attribute by its local name, whatever its namespace.
    func local(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
        guard let base else { return nil }
        for i in 0..<count {
            let at = base + 5 * i
            guard let local = at[0], XMLNames.equal(local, name), let from = at[3], let to = at[4] else { continue }
            return UnsafeBufferPointer(start: from, count: to - from)
        }
        return nil
    }

    /// The bytes of an attribute by its local name and one of its namespaces.
    func bytes(_ name: StaticString, in namespaces: StaticString...) -> UnsafeBufferPointer<UInt8>? {
        guard let base else { return nil }
        for i in 0..<count {
            let at = base + 5 * i
            guard let local = at[0], XMLNames.equal(local, name), let from = at[3], let to = at[4], let uri = at[2],
                namespaces.contains(where: { XMLNames.equal(uri, $0) })
            else { continue }
            return UnsafeBufferPointer(start: from, count: to - from)
        }
        return nil
    }

    func text(_ name: StaticString) -> String? { bytes(name).map(XMLAttributes.text) }

    /// Where entities are not replaced, libxml2 hands an ampersand on as a character reference.
    static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self).replacing("&#38;", with: "&")
    }

    /// A whole number; nil where it is absent, −1 where it is none or beyond 2³¹.
    func number(_ name: StaticString) -> Int? { bytes(name).map(XMLAttributes.number) }

    static func number(_ digits: UnsafeBufferPointer<UInt8>) -> Int {
        guard !digits.isEmpty, digits.count <= 10 else { return -1 }
        var value = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39 else { return -1 }
            value = value * 10 + Int(digit - 0x30)
        }
        return value <= Int(Int32.max) ? value : -1
    }
}

/// The namespaces that an element declares: prefix and URI each.
struct XMLNamespaces {
    let count: Int
    let base: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

    func declares(_ prefix: StaticString) -> Bool {
        guard let base else { return false }
        return (0..<count).contains { base[2 * $0].map { XMLNames.equal($0, prefix) } ?? false }
    }

    /// Whether the prefix, or nil for none, stands for the namespace.
    func binds(_ prefix: StaticString?, to namespace: StaticString) -> Bool {
        guard let base else { return false }
        return (0..<count).contains { i in
            let isNamed =
                base[2 * i].map { name in prefix.map { XMLNames.equal(name, $0) } ?? false } ?? (prefix == nil)
            return isNamed && base[2 * i + 1].map { XMLNames.equal($0, namespace) } ?? false
        }
    }
}

enum XMLNames {
    static let spreadsheet: StaticString = "urn:schemas-microsoft-com:office:spreadsheet"
    static let excel: StaticString = "urn:schemas-microsoft-com:office:excel"

    @inline(__always)
    static func equal(_ text: UnsafePointer<xmlChar>, _ name: StaticString) -> Bool {
        let wanted = name.utf8Start
        var i = 0
        while i < name.utf8CodeUnitCount {
            if text[i] != wanted[i] { return false }
            i += 1
        }
        return text[i] == 0
    }
}
