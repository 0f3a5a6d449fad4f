/// The two sample deliveries, file by file: Hefei's, then those of the offices beside it.
enum Deliveries {
    static func make(_ world: inout World) -> [SampleFile] {
        var files = [description(2023), description(2024)]
        files += EnterpriseFiles.make(&world)
        files += CertificateFiles.make(&world)
        files += TechnologySMEFiles.make(&world)
        files += ContractFiles.make(&world)
        files += SpinoffFiles.make(&world)
        files += PlatformFiles.make(&world)
        files += StrayFiles.make(&world)
        files += ServiceFiles.make(&world)
        files += LogFiles.make(world)
        files += FigureFiles.make()
        let offices = Offices(world)
        files += LedgerFiles.make(offices)
        files += StatementFiles.make(offices)
        files += OfficeRegisters.make(offices)
        files += OfficeContracts.make(offices)
        files += OfficeFigures.make()
        return files
    }

    private static func description(_ year: Int) -> SampleFile {
        let text = """
            # Invented data, made by `make samples`. A run that mixes samples and other deliveries is held.
            sample: true
            # The months that the files speak of, whatever older dates stand in their rows.
            covers: \(year)-01..\(year)-12

            """
        return SampleFile(path: "\(year)-Q4/delivery.yaml", bytes: Array(text.utf8))
    }
}
