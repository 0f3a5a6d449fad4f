import Definitions
import Model

/// `returns/structure.xml.gz`: code lists, concepts, the data structure and the dataflow, in SDMX-ML.
struct SDMXStructure {
    private let model: SDMXModel
    private let message: SDMXMessage
    private let xml: XMLWriter

    static func write(_ publication: Publication, _ output: OutputDefinition, to file: TextFile) throws(OutputError) {
        let model = SDMXModel(publication, edition: output.edition, for: Audience(path: output.path))
        let xml = try XMLWriter(file)
        let message = SDMXMessage(model: model, publication: publication, xml: xml)
        try SDMXStructure(model: model, message: message, xml: xml).write()
    }

    private func write() throws(OutputError) {
        try message.start(.structure)
        try message.header(.structure)
        xml.start("mes:Structures")
        try xml.breakLine()
        // The two schemas want the parts in orders of their own.
        switch model.edition {
        case .v2:
            try dataflow()
            try codelists()
            try concepts("str:Concepts")
        case .v3:
            try codelists()
            try concepts("str:ConceptSchemes")
            try dataflow()
        }
        try structure()
        xml.end()
        try xml.close()
    }

    /// What every maintained thing says of itself. It changes with the definitions, so it is not final.
    private func maintained(_ id: String) -> [(String, String)] {
        [("id", id), ("agencyID", model.agency), ("version", model.version)]
            + (model.edition == .v2 ? [("isFinal", "false")] : [])
    }

    private func codelists() throws(OutputError) {
        xml.start("str:Codelists")
        for list in model.codelists {
            try xml.breakLine()
            xml.start("str:Codelist", maintained(list.id))
            message.texts("com:Name", list.name)
            for code in list.codes {
                try xml.breakLine()
                xml.start("str:Code", [("id", code.id)])
                if let parent = code.parent, !isParent(parent) { annotation("PARENT", parent) }
                message.texts("com:Name", code.name.isEmpty ? LocalizedText(zh: code.id) : code.name)
                message.texts("com:Description", code.description)
                if let parent = code.parent, isParent(parent) { local("str:Parent", parent) }
                xml.end()
            }
            xml.end()
        }
        xml.end()
        try xml.breakLine()
    }

    /// The schema of 3.0 has codes that begin with a digit, but no parents that do: there, areas' parents are annotations.
    private func isParent(_ id: String) -> Bool {
        model.edition == .v2
            || id.unicodeScalars.first.map { ("A"..."Z").contains($0) || ("a"..."z").contains($0) } == true
    }

    private func annotation(_ type: String, _ value: String) {
        xml.start("com:Annotations")
        xml.start("com:Annotation", [("id", type)])
        // Where pysdmx (1.21) looks, which knows no AnnotationValue.
        xml.element("com:AnnotationTitle", value)
        xml.element("com:AnnotationType", type)
        xml.end()
        xml.end()
    }

    /// Names something of the same list or structure.
    private func local(_ element: String, _ id: String) {
        switch model.edition {
        case .v2:
            xml.start(element)
            xml.empty("Ref", [("id", id)])
            xml.end()
        case .v3: xml.element(element, id)
        }
    }

    private func concepts(_ element: String) throws(OutputError) {
        let concepts =
            model.dimensions.map { ($0.id, $0.name) }
            + [("TIME_PERIOD", SDMXModel.time), ("OBS_VALUE", SDMXModel.value)]
            + model.attributes.map { ($0.id, $0.name) }
        xml.start(element)
        xml.start("str:ConceptScheme", maintained(model.conceptScheme))
        message.texts("com:Name", LocalizedText(zh: "概念", en: "Concepts"))
        for (id, name) in concepts {
            try xml.breakLine()
            xml.start("str:Concept", [("id", id)])
            message.texts("com:Name", name)
            xml.end()
        }
        xml.end()
        xml.end()
        try xml.breakLine()
    }

    private func dataflow() throws(OutputError) {
        xml.start("str:Dataflows")
        xml.start("str:Dataflow", maintained(model.dataflow))
        message.texts("com:Name", model.pipeline.title)
        message.reference("str:Structure", "datastructure", "DataStructure", model.structure)
        xml.end()
        xml.end()
        try xml.breakLine()
    }

    // MARK: The data structure

    private func structure() throws(OutputError) {
        xml.start("str:DataStructures")
        xml.start("str:DataStructure", maintained(model.structure))
        message.texts("com:Name", model.pipeline.title)
        xml.start("str:DataStructureComponents")
        try xml.breakLine()
        xml.start("str:DimensionList", [("id", "DimensionDescriptor")])
        for (i, dimension) in model.dimensions.enumerated() {
            xml.start("str:Dimension", [("id", dimension.id), ("position", "\(i + 1)")])
            identity(dimension.id)
            representation(.codelist(dimension.codelist))
            xml.end()
            try xml.breakLine()
        }
        xml.start(
            "str:TimeDimension",
            [("id", "TIME_PERIOD")] + (model.edition == .v2 ? [("position", "\(model.dimensions.count + 1)")] : []))
        identity("TIME_PERIOD")
        representation(.text("ObservationalTimePeriod"))
        xml.end()
        xml.end()
        try xml.breakLine()
        xml.start("str:AttributeList", [("id", "AttributeDescriptor")])
        for attribute in model.attributes {
            self.attribute(attribute)
            try xml.breakLine()
        }
        xml.end()
        measure()
        xml.end()
        xml.end()
        xml.end()
        try xml.breakLine()
    }

    private func attribute(_ attribute: SDMXAttribute) {
        let usage =
            model.edition == .v2
            ? ("assignmentStatus", attribute.isMandatory ? "Mandatory" : "Conditional")
            : ("usage", attribute.isMandatory ? "mandatory" : "optional")
        xml.start("str:Attribute", [("id", attribute.id), usage])
        identity(attribute.id)
        representation(attribute.content)
        xml.start("str:AttributeRelationship")
        switch model.edition {
        case .v2: local("str:PrimaryMeasure", "OBS_VALUE")
        case .v3: xml.empty("str:Observation")
        }
        xml.end()
        xml.end()
    }

    private func measure() {
        xml.start("str:MeasureList", [("id", "MeasureDescriptor")])
        xml.start(
            model.edition == .v2 ? "str:PrimaryMeasure" : "str:Measure",
            [("id", "OBS_VALUE")] + (model.edition == .v2 ? [] : [("usage", "optional")]))
        identity("OBS_VALUE")
        representation(.text("Double"))
        xml.end()
        xml.end()
    }

    private func identity(_ concept: String) {
        switch model.edition {
        case .v2:
            xml.start("str:ConceptIdentity")
            xml.empty(
                "Ref",
                [
                    ("id", concept), ("maintainableParentID", model.conceptScheme),
                    ("maintainableParentVersion", model.version), ("agencyID", model.agency),
                    ("package", "conceptscheme"), ("class", "Concept"),
                ])
            xml.end()
        case .v3:
            xml.element(
                "str:ConceptIdentity", model.name("conceptscheme", "Concept", model.conceptScheme) + ".\(concept)")
        }
    }

    private func representation(_ content: SDMXAttribute.Content) {
        xml.start("str:LocalRepresentation")
        switch content {
        case .codelist(let id): message.reference("str:Enumeration", "codelist", "Codelist", id)
        case .text(let type): xml.empty("str:TextFormat", [("textType", type)])
        }
        xml.end()
    }
}
