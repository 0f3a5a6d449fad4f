import Definitions
import Model
import Testing

@Suite struct DatasetReaderTests {
    /// The mistakes of the contracts with one part replaced.
    private func pointed(_ part: String, _ other: String) throws -> [String] {
        try reading(["datasets/contracts.yaml": Small.contracts.with(part, other)]).pointed
            .map { $0.hasPrefix("contracts.yaml:") ? String($0.dropFirst(15)) : $0 }
    }

    @Test func whatADatasetHolds() throws {
        let dataset = try #require(try reading().definition?.datasets.first)
        #expect(dataset.primaryKey == ["contract_no"])
        #expect(dataset.history == .cumulative)
        #expect(dataset.frequency == .month)
        #expect(dataset.rejects == nil)
        let value = dataset.fields[4]
        #expect(value.type == .number)
        #expect(value.unit?.symbol == "元")
        #expect(value.decimals == 2)
        #expect(value.unitIfSilent?.symbol == "万元")
        #expect(value.place == SourcePlace(file: "p/datasets/contracts.yaml", line: 12, column: 5))
        #expect(dataset.fields[0].constraints.required)
        #expect(dataset.derive.map(\.name) == ["is_large"])
        #expect(dataset.rules.map(\.check.place.line) == [19])
    }

    @Test func textsForMissingAreOfADatasetOrAField() throws {
        let text = Small.contracts.with("area: seller_area", "area: seller_area\nmissingValues: [未填, -1]")
        let fields = try #require(try reading(["datasets/contracts.yaml": text]).definition?.datasets.first).fields
        #expect(fields.allSatisfy { $0.constraints.missingValues == ["未填", "-1"] })
        let own = text.with("type: string", "type: string, missingValues: []")
        let dataset = try #require(try reading(["datasets/contracts.yaml": own]).definition?.datasets.first)
        #expect(dataset.fields.count { $0.constraints.missingValues == [] } >= 1)
        #expect(dataset.fields.last?.constraints.missingValues == ["未填", "-1"])
        #expect(try reading().definition?.datasets.first?.fields[0].constraints.missingValues == nil)
    }

    @Test func authorityIsAnAreaOfRecordsWithKeys() throws {
        let text = Small.contracts.with("area: seller_area", "area: seller_area\nauthority: seller_area")
        try expectEqual(reading(["datasets/contracts.yaml": text]).definition?.datasets[0].authority, "seller_area")
        try expectEqual(
            pointed("area: seller_area", "area: seller_area\nauthority: seller"),
            ["6 at ‹seller›: the authority must be of type area; 'seller' is of type uscc"])
        try expectEqual(
            pointed("primaryKey: [contract_no]", "authority: seller_area"),
            ["4 at ‹authority›: 'authority' has no place here: records without a key are nobody else's"])
    }

    @Test func revokedRecordsAreRestatedOrDeducted() throws {
        func text(_ revoked: String) -> String {
            Small.contracts.with("area: seller_area", "area: seller_area\nrevoked: \(revoked)")
        }
        let read = try reading([
            "datasets/contracts.yaml": text("{when: \"staff = 0\", on: valid_to, mode: deduct}")
        ]).definition?.datasets[0].revoked
        #expect(read?.mode == .deduct)
        #expect(read?.on == "valid_to")
        #expect(read?.when.text == "staff = 0")
        func told(_ revoked: String) throws -> [String] {
            try reading(["datasets/contracts.yaml": text(revoked)]).told
        }
        try expectEqual(told("{when: \"staff = 0\", mode: restate}"), [])
        try expectEqual(
            told("{when: \"staff = 0\", mode: deduct}"),
            ["datasets/contracts.yaml:6:10: 'deduct' needs 'on', the field of the day on which a record was revoked"])
        try expectEqual(
            told("{mode: deducted, on: value}"),
            [
                "datasets/contracts.yaml:6:10: key 'when' is missing",
                "datasets/contracts.yaml:6:17: unknown mode 'deducted' → deduct",
                "datasets/contracts.yaml:6:31: 'on' must be of type date; 'value' is of type number",
            ])
    }

    @Test func namesAgreeWithFiles() throws {
        try expectEqual(
            pointed("dataset: contracts", "dataset: contract"),
            [
                "1 at ‹contract›: this file is named contracts.yaml: dataset and file must have one name → contracts"
            ])
        try expectEqual(pointed("dataset: contracts\n", ""), ["1 at ‹title›: key 'dataset' is missing"])
    }

    @Test func rolesNeedFieldsOfTheirType() throws {
        try expectEqual(
            pointed("area: seller_area", "area: seler_area"),
            [
                "5 at ‹seler_area›: unknown field 'seler_area' → seller_area"
            ])
        try expectEqual(
            pointed("date: registered_on", "date: value")[0],
            "6 at ‹value›: the date must be of type date; 'value' is of type number")
        try expectEqual(
            pointed("area: seller_area", "area: seller_area\nsubject: staff"),
            [
                "6 at ‹staff›: the subject must be of type string or uscc or code; 'staff' is of type integer"
            ])
        try expectEqual(
            pointed("[contract_no]", "[contract_no, contract_no, is_large, nothing_like]"),
            [
                "4 at ‹contract_no›: 'contract_no' is stated twice in the key",
                "4 at ‹nothing_like›: unknown field 'nothing_like' (known: contract_no, contract_type, "
                    + "seller, seller_area, value, staff, registered_on, valid_to, is_large)",
            ])
    }

    @Test func fieldsAreNamedOnceAndByNames() throws {
        try expectEqual(
            pointed("name: is_large", "name: value"),
            [
                "17 at ‹{name›: field 'value' is stated twice, first in line 12",
                "main.yaml:5 at ‹is_large›: unknown field 'is_large' (known: contract_no, contract_type, seller, "
                    + "seller_area, value, staff, registered_on, valid_to)",
            ])
        try expectEqual(
            pointed("name: staff", "name: 2staff"),
            [
                "13 at ‹2staff›: '2staff' cannot be the name of a field: a letter, then letters, digits and _"
            ])
        try expectEqual(
            pointed("name: staff", "name: Case"),
            [
                "13 at ‹Case›: 'Case' cannot be the name of a field: it is a word of the expression language"
            ])
        try expectEqual(
            pointed("title: {zh: 人数}", "title: {zh: 金额}"),
            [
                "13 at ‹{name›: '金额' is a title or alias of field 'value' too: a column cannot be both"
            ])
    }

    @Test func unitsAndDecimals() throws {
        try expectEqual(pointed("unit: 元,", "unit: 米,")[0], "12 at ‹米›: unknown unit '米'")
        try expectEqual(pointed("unit_if_silent: 万元", "unit_if_silent: 万园"), ["12 at ‹万园›: unknown unit '万园' → 万元"])
        try expectEqual(
            pointed("unit_if_silent: 万元", "unit_if_silent: 人"),
            [
                "12 at ‹人›: unit_if_silent 人 does not measure what the field's unit 元 measures"
            ])
        try expectEqual(pointed(" unit: 元,", "")[0], "12 at ‹万元›: unit_if_silent needs a unit of the field")
        try expectEqual(pointed("decimals: 2", "decimals: 19"), ["12 at ‹19›: 19 is out of range: 0 to 18"])
        try expectEqual(pointed(" decimals: 2,", ""), ["12 at ‹{name›: key 'decimals' is missing"])
        try expectEqual(
            pointed("type: uscc", "type: uscc, unit: 元, decimals: 2"),
            [
                "10 at ‹unit›: 'unit' has no place here: only numbers and integers have a unit, not type uscc",
                "10 at ‹decimals›: 'decimals' has no place here: only type number has decimals, not uscc",
            ])
    }

    @Test func codesNeedTheirList() throws {
        try expectEqual(pointed("codelist: types", "codelist: type"), ["9 at ‹type›: unknown code list 'type' → types"])
        try expectEqual(pointed(", codelist: types", ""), ["9 at ‹{name›: key 'codelist' is missing"])
        try expectEqual(
            pointed("type: uscc", "type: uscc, codelist: types"),
            [
                "10 at ‹codelist›: 'codelist' has no place here: only type code has a code list, not uscc"
            ])
    }

    @Test(arguments: [
        ("type: integer", "minimum: 1, maximum: 10", nil),
        ("type: integer", "minimum: 10, maximum: 9.5", "13 at ‹9.5›: maximum 9.5 lies below minimum 10"),
        ("type: integer", "minimum: ten", "13 at ‹ten›: a number is expected here, found 'ten'"),
        ("type: integer", "minlength: 3", "13 at ‹minlength›: unknown key 'minlength' → minLength"),
        ("type: integer", "enum: []", "13 at ‹[›: an enumeration without values"),
        ("type: integer", "pattern: [a]", "13 at ‹[a›: a text is expected here, found a list"),
        (
            "type: integer", "minLength: 3",
            "13 at ‹minLength›: 'minLength' has no place here: only texts and codes have a length, not type integer"
        ),
        ("type: uscc", "minLength: 3, maxLength: 2", "10 at ‹2›: maxLength 2 lies below minLength 3"),
        ("type: uscc", "minLength: -1", "10 at ‹-1›: -1 is out of range: 0 or more"),
        (
            "type: uscc", "minimum: 1",
            "10 at ‹minimum›: 'minimum' has no place here: values of type uscc have no bounds"
        ),
    ])
    func constraintsFitTheirType(_ type: String, _ constraints: String, _ mistake: String?) throws {
        let pointed = try pointed(type, "\(type), constraints: {\(constraints)}")
        #expect(pointed == [mistake].compactMap(\.self))
    }

    @Test func boundsOfDates() throws {
        let field = "valid_to, title: {zh: 有效期至}, type: date"
        try expectEqual(pointed(field, "\(field), constraints: {minimum: 2020-01-01, maximum: 2024-12-31}"), [])
        try expectEqual(
            pointed(field, "\(field), constraints: {minimum: 2023-02-30, maximum: 2020}"),
            [
                "15 at ‹2023-02-30›: a date such as 2024-01-31 is expected here, found '2023-02-30'",
                "15 at ‹2020›: a date such as 2024-01-31 is expected here, found '2020'",
            ])
    }

    @Test(arguments: [
        ("%Y年%m月%d日", nil), ("%d.%m.%Y", nil),
        ("%Y-%m", "15 at ‹\"%Y-%m\"›: a date format holds %Y, %m and %d once each"),
        ("%y-%m-%d", "15 at ‹\"%y-%m-%d\"›: unknown part '%y' of a date format (known: %Y, %m, %d)"),
    ])
    func dateFormats(_ format: String, _ mistake: String?) throws {
        let field = "valid_to, title: {zh: 有效期至}, type: date"
        try expectEqual(pointed(field, "\(field), format: \"\(format)\""), [mistake].compactMap(\.self))
    }

    @Test func rules() throws {
        let rule = "{id: R1, severity: error, field: value, check: value > 0, message: {zh: \"金额 {value}\"}}"
        try expectEqual(
            pointed(rule, "{id: R1, severity: eror, field: valu, message: {zh: \"金额 {valeu} 元\"}}"),
            [
                "19 at ‹{id›: key 'check' is missing",
                "19 at ‹eror›: unknown severity 'eror' → error",
                "19 at ‹valu›: unknown field 'valu' → value",
                "19 at ‹valeu›: unknown placeholder 'valeu' → value",
            ])
        try expectEqual(
            pointed(rule, rule + "\n  - {id: R1, severity: query, rejects: field, check: staff > 0}"),
            [
                "20 at ‹R1›: rule id 'R1' is taken by p/datasets/contracts.yaml:19",
                "20 at ‹rejects›: 'rejects' has no place here: only an error keeps something out",
            ])
        try expectEqual(
            pointed(rule, "{id: R1, severity: error, rejects: field, check: staff > 0}"),
            [
                "19 at ‹field›: 'rejects: field' needs the field that it keeps out"
            ])
    }

    @Test func overridesOfBuiltInRules() throws {
        try expectEqual(pointed("type: uscc", "type: uscc, built_in: {check_digit: {id: R1}, type: {id: R1}}"), [])
        let fieldRules = BuiltInRule.allCases.filter { $0.scope == .field }.map(\.rawValue)
        #expect(fieldRules.count > 12, "too many to be listed")
        try expectEqual(
            pointed("type: uscc", "type: uscc, built_in: {checkdigit: {id: R2}, unique: {id: R3}, type: {ID: x}}"),
            [
                "10 at ‹checkdigit›: unknown built-in rule 'checkdigit' → check_digit",
                "10 at ‹unique›: unknown built-in rule 'unique'",
                "10 at ‹ID›: unknown key 'ID' → id",
            ])
        try expectEqual(
            pointed("type: uscc", "type: uscc, built_in: {repaired: {rejects: field}}"),
            [
                "10 at ‹rejects›: 'rejects' has no place here: only an error keeps something out"
            ])
    }
}
