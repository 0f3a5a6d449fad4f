/// Identifiers as SDMX has them: letters, digits, `_`, `-`, `@`, `$`.
enum SDMXIdentifier {
    /// A code as it is where SDMX takes it; else every other character as `$` and its four hexadecimal digits (`@` and six
    /// beyond the first plane): `本区` → `$672C$533A`. Different texts stay different.
    static func code(_ text: String) -> String {
        var id = ""
        for (i, scalar) in text.unicodeScalars.enumerated() {
            switch scalar {
            // A first `_` is SDMX's own: _T, _Z, _U.
            case "_" where i > 0, "-", "0"..."9", "A"..."Z", "a"..."z": id.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let width = scalar.value > 0xFFFF ? 6 : 4
                id += (width == 6 ? "@" : "$") + String(repeating: "0", count: max(0, width - digits.count)) + digits
            }
        }
        return id.isEmpty ? "_U" : id
    }

    /// Components (dimensions, attributes) begin with a letter.
    static func component(_ name: String) -> String {
        let id = artefact(name)
        return id.unicodeScalars.first.map { ("A"..."Z").contains($0) } == true ? id : "F_\(id)"
    }

    /// Code lists, structures, flows: upper case, and without the letters `URN`, by which pysdmx takes an identifier for a
    /// whole name (1.21).
    static func artefact(_ name: String) -> String {
        var id = ""
        for scalar in name.uppercased().unicodeScalars {
            switch scalar {
            case "_", "0"..."9", "A"..."Z": id.unicodeScalars.append(scalar)
            case "-", ".", " ": id += "_"
            default: id += "U" + String(scalar.value, radix: 16, uppercase: true)
            }
        }
        return id.replacing("URN", with: "UR_N")
    }
}
