import Definitions
import Model
import Testing

@Suite struct TableReaderTests {
    private func areas(_ text: String) throws -> [String] {
        try reading(["codelists/areas.csv": text]).told.map { $0.replacing("codelists/areas.csv:", with: "") }
    }

    private func codes(_ text: String) throws -> [String] {
        try reading(["codelists/types.csv": text]).told.map { $0.replacing("codelists/types.csv:", with: "") }
    }

    @Test func strictCSV() throws {
        try expectEqual(codes("\u{FEFF}code,zh\r\nA,\"甲，\"\"乙\"\"\r\n的\"\r\n\r\nB,\"乙\"\r\n"), [])
        try expectEqual(
            codes("code,zh\nA,甲\"乙\nB,\"乙\"x,丁\nC,\"丙\n"),
            [
                "2:4: a quote inside a cell that is not quoted; write \"…\"\"…\"",
                "3:6: after a closing quote only a comma or the end of the line may stand",
                "3:8: 3 cells where the header has 2",
                "4:3: the quote that opens here is never closed",
            ])
        try expectEqual(codes("code,zh\nA\n"), ["2:1: 1 cells where the header has 2"])
        try expectEqual(codes("\n\n"), ["1:1: the file holds no table"])
        try expectEqual(
            codes("code,code,zn\nA,A,b\n"),
            [
                "1:6: column 'code' stands twice in the header", "1:11: unknown column 'zn' → zh",
            ])
        try expectEqual(codes("zh\n甲\n"), ["1:1: column 'code' is missing in the header"])
        try expectEqual(codes("code,zh\n,甲\n"), ["2:1: column 'code' is blank"])
        try expectEqual(codes("code,zh\n"), ["1:1: a code list without codes"])
    }

    @Test func placesCountLinesWithinQuotes() throws {
        try expectEqual(codes("code,zh\nA,\"甲\n乙\"\nA,丙\n"), ["4:1: code 'A' is stated twice, first in line 2"])
    }

    @Test func aSpellingMeansOneCode() throws {
        try expectEqual(codes("code,zh,aliases\nA,甲,x|乙\nB,乙,\n"), ["3:3: '乙' would mean both 'A' and 'B'"])
    }

    @Test func areasReferToAreas() throws {
        try expectEqual(
            areas(
                "code,zh,kind,parent,host,successor\n3401,市,city,34,,\n340102,区,distrikt,3410,,340103\n3401A1,区,zone,3401,3401,\n3401,市,city,,340102,\n"
            ),
            [
                "2:13: unknown parent code '34' → 3401",
                "3:10: unknown kind of area 'distrikt' → district",
                "3:19: unknown parent code '3410' → 3401",
                "3:25: unknown successor code '340103' → 340102",
                "4:20: the host of a zone is a district or county; '3401' is of kind city",
                "5:1: area code '3401' is stated twice, first in line 2",
            ])
        try expectEqual(
            areas("code,kind,published,valid_from,valid_to,host\n1,city,maybe,2020,2019,\n2,district,,20,,1\n"),
            [
                "2:8: 'maybe' is neither yes nor no",
                "2:19: valid_to 2019 lies before valid_from 2020",
                "3:13: '20' is no year of four digits",
                "3:17: only a zone has a host; '2' is of kind district",
            ])
    }

    @Test func sendersAreAreasOrTheBureau() throws {
        let head = "dataset,sender,frequency,from,to\n"
        let path = "codelists/senders.csv"
        let good = try reading([
            path: head + "contracts,340102,month,2024-01,2024\ncontracts,Luyang,quarter,,\ncontracts,bureau,year,,\n"
        ])
        #expect(good.told == [])
        let lines = try #require(good.definition?.senders)
        #expect(lines.map(\.sender) == [1, 2, nil])
        #expect(lines.map(\.frequency) == [.month, .quarter, .year])
        #expect(lines[0].expects(Month(year: 2024, month: 12)) && !lines[0].expects(Month(year: 2025, month: 1)))
        #expect(try #require(good.definition).codelists.map(\.name) == ["types"])

        let bad = try reading([
            path: head + "contract,34010,monthly,2024-13,\ncontracts,340102,month,2024-02,2024-01\n"
                + "contracts,340102,month,,2023\ncontracts,瑶海,year,2023-12,\n"
        ])
        #expect(
            bad.told.map { $0.replacing("codelists/senders.csv:", with: "") } == [
                "2:1: unknown dataset 'contract' → contracts",
                "2:10: unknown area '34010' → 3401",
                "2:16: unknown frequency 'monthly' → month",
                "2:24: '2024-13' is no period (2024, 2024-Q1, 2024-03)",
                "3:32: 'to' lies before 'from'",
                "5:1: '瑶海' sends 'contracts' by line 3 already",
            ])
    }

    @Test func cyclesAreNamedOnce() throws {
        try expectEqual(
            areas(
                "code,kind,parent,successor\na,district,b,\nb,city,c,\nc,city,b,\nd,district,d,\ne,county,,f\nf,county,,e\n"
            ),
            [
                "3:8: the parents form a cycle: b → c → b",
                "5:12: the parents form a cycle: d → d",
                "6:11: the successors form a cycle: e → f → e",
            ])
    }
}
