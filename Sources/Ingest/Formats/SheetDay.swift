import Model

/// A day as cells have it (`2024-03-05`), written straight to where it is wanted: sheets hold a few of them in every row.
struct SheetDay {
    /// Of the years 0 to 9999.
    private let date: CivilDate

    static let length = 10

    /// What `SheetDates.text` answers for the usual serial number that is shown as a date: a whole one, of March 1900
    /// or later. nil: that has to be asked.
    init?(_ serial: UnsafeBufferPointer<UInt8>, is1904: Bool) {
        guard serial.count > 0, serial.count <= 7 else { return nil }
        var days = 0
        for byte in serial {
            let digit = byte &- 0x30
            guard digit <= 9 else { return nil }
            days = days &* 10 &+ Int(digit)
        }
        guard days > 0 else { return nil }
        if is1904 {
            days += 1462
        } else if days <= 60 {
            return nil
        }
        guard days <= 2_958_465 else { return nil }
        date = CivilDate(days: Int32(days - 25_569))
    }

    func write(to target: UnsafeMutablePointer<UInt8>) {
        let (year, month, day) = date.civil
        func two(_ value: Int, _ at: Int) {
            target[at] = 0x30 + UInt8(truncatingIfNeeded: value / 10)
            target[at + 1] = 0x30 + UInt8(truncatingIfNeeded: value % 10)
        }
        two(year / 100, 0)
        two(year % 100, 2)
        target[4] = 0x2D
        two(month, 5)
        target[7] = 0x2D
        two(day, 8)
    }
}
