import Definitions
import Model

/// What both messages of SDMX-ML have: name spaces and the header.
struct SDMXMessage {
    let model: SDMXModel
    let publication: Publication
    let xml: XMLWriter

    enum Kind: String {
        case structure = "mes:Structure"
        case data = "mes:StructureSpecificData"
    }

    /// The name space of our own elements in a data message.
    static func nameSpace(_ model: SDMXModel) -> String {
        model.name("datastructure", "Dataflow", model.dataflow) + ":ObsLevelDim:TIME_PERIOD"
    }

    func start(_ kind: Kind) throws(OutputError) {
        let base = "http://www.sdmx.org/resources/sdmxml/schemas/\(model.edition == .v2 ? "v2_1" : "v3_0")"
        var spaces = [
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"), ("xmlns:mes", "\(base)/message"),
            ("xmlns:com", "\(base)/common"),
        ]
        switch kind {
        case .structure: spaces.append(("xmlns:str", "\(base)/structure"))
        case .data:
            spaces.append(("xmlns:ss", "\(base)/data/structurespecific"))
            spaces.append(("xmlns:ns1", SDMXMessage.nameSpace(model)))
        }
        xml.start(kind.rawValue, spaces)
        try xml.breakLine()
    }

    /// The only time that is named is the run's `--as-of`.
    func header(_ kind: Kind) throws(OutputError) {
        xml.start("mes:Header")
        let period = SDMXIdentifier.code("\(publication.range)")
        xml.element("mes:ID", "\(SDMXIdentifier.artefact(model.pipeline.name))-\(period)")
        xml.element("mes:Test", "false")
        xml.element("mes:Prepared", "\(publication.asOf)T00:00:00Z")
        xml.empty("mes:Sender", [("id", model.agency)])
        if kind == .data {
            xml.start(
                "mes:Structure",
                [
                    ("structureID", model.dataflow), ("namespace", SDMXMessage.nameSpace(model)),
                    ("dimensionAtObservation", "TIME_PERIOD"),
                ])
            reference("com:StructureUsage", "datastructure", "Dataflow", model.dataflow)
            xml.end()
            xml.element("mes:DataSetAction", "Replace")
            xml.element("mes:Extracted", "\(publication.asOf)T00:00:00Z")
        }
        xml.end()
        try xml.breakLine()
    }

    /// An element that names a maintained thing: by attributes in 2.1, by its whole name in 3.0.
    func reference(_ element: String, _ package: String, _ kind: String, _ id: String) {
        switch model.edition {
        case .v2:
            xml.start(element)
            xml.empty(
                "Ref",
                [
                    ("id", id), ("agencyID", model.agency), ("version", model.version), ("package", package),
                    ("class", kind),
                ])
            xml.end()
        case .v3: xml.element(element, model.name(package, kind, id))
        }
    }

    /// `com:Name`, `com:Description`: one element a language.
    func texts(_ element: String, _ text: LocalizedText) {
        if let zh = text.zh { xml.element(element, zh, [("xml:lang", "zh")]) }
        if let en = text.en { xml.element(element, en, [("xml:lang", "en")]) }
    }
}
