import Definitions
import Model

/// `returns/returns.xml.gz`: every figure in structure-specific SDMX-ML, one `Series` for figures that differ in their period
/// only. A figure without a number has no `OBS_VALUE`; its status says why.
enum SDMXData {
    static func write(_ publication: Publication, _ output: OutputDefinition, to file: TextFile) throws(OutputError) {
        let model = SDMXModel(publication, edition: output.edition, for: Audience(path: output.path))
        let reader = FigureReader(pipeline: model.pipeline)
        let xml = try XMLWriter(file)
        let message = SDMXMessage(model: model, publication: publication, xml: xml)
        try message.start(.data)
        try message.header(.data)
        xml.start(
            "mes:DataSet",
            [("ss:structureRef", model.dataflow), ("xsi:type", "ns1:DataSetType")]
                + (model.edition == .v2 ? [("ss:dataScope", "DataStructure")] : []) + [("ss:action", "Replace")])
        try xml.breakLine()
        let dimensions = model.dimensions.map(\.id)
        let attributes = model.attributes
        for series in model.series {
            xml.start("Series", Array(zip(dimensions, series.key)))
            for disclosed in series.figures {
                xml.start("Obs", [("TIME_PERIOD", disclosed.figure.period.description)])
                let value = reader.value(of: disclosed.figure, unit: nil, decimals: nil)
                if !value.isEmpty { xml.attribute("OBS_VALUE", value) }
                for (attribute, value) in zip(attributes, model.attributeValues(of: disclosed)) {
                    if let value { xml.attribute(attribute.id, value) }
                }
                xml.end()
            }
            xml.end()
            try xml.breakLine()
        }
        try xml.close()
    }
}
