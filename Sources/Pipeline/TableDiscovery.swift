import Definitions
import Ingest
import Model
import Publish
import Tabular
import Validate

/// Which tables of which files feed which dataset, and what was found wrong on the way.
struct TableDiscovery: Sendable {
    /// By dataset, newest delivery first, in order of file and sheet within one.
    var tables: [[BoundTable]]
    var findings: [Finding] = []
    /// Sheets that nobody took, with the reason in a finding.
    var accounts: [TableAccount] = []
    /// By file: names of its sheets (empty for a file that is one table), and the sender.
    var sheetNames: [[String]]
    var senders: [Int?]
    var surveys: [FileSurvey?]
    /// By dataset, which names nominate it.
    private let globs: [[Glob]]

    /// Surveys every file and binds its tables. Nothing is thrown for a bad file: that is a finding about its sender.
    init(
        files: [DeliveredFile], pipeline: PipelineDefinition, catalogue: RuleCatalogue, areas: AreaNames,
        knowledge: inout FileKnowledge
    ) {
        tables = Array(repeating: [], count: pipeline.datasets.count)
        sheetNames = Array(repeating: [], count: files.count)
        senders = files.map(\.sender)
        surveys = Array(repeating: nil, count: files.count)
        globs = pipeline.datasets.map { $0.files.map { Glob($0) } }
        let vocabulary = HeaderVocabulary(pipeline.datasets)
        for (index, file) in files.enumerated() where !file.isReview {
            if let problem = knowledge.refusal(index) {
                refuse(problem, file: index, catalogue, pipeline.language)
                continue
            }
            var mode = knowledge.mode(index)
            mode.limits = pipeline.limits
            do throws(FileProblem) {
                let survey = try knowledge.survey(
                    file.input, file: index, mode: mode, vocabulary: vocabulary)
                surveys[index] = survey
                if survey.lacksNamespace {
                    findings.append(
                        Finding(rule: catalogue.index(.namespaceMissing), place: Place(file: Int32(index))))
                }
                sheetNames[index] = survey.sheets.compactMap(\.name)
                for (sheet, found) in survey.sheets.enumerated() {
                    bind(found, sheet, of: file, index, survey, mode, pipeline, catalogue, areas, vocabulary)
                }
            } catch {
                refuse(knowledge.explained(error, file: index), file: index, catalogue, pipeline.language)
            }
        }
        for dataset in tables.indices {
            // The newest reception has its say first; within one, files in the order they were listed.
            for table in tables[dataset].indices {
                tables[dataset][table].sender = senders[tables[dataset][table].file] ?? -1
            }
            settleTextCopies(dataset, isKeyed: !pipeline.datasets[dataset].primaryKey.isEmpty, catalogue)
            tables[dataset].sort {
                // A workbook before its text copies.
                if ($0.turn, $0.isTextCopy) != ($1.turn, $1.isTextCopy) {
                    return $0.turn != $1.turn ? $0.turn > $1.turn : $1.isTextCopy
                }
                return ($0.file, $0.sheet, $0.binding.table, $0.binding.wide?.ordinal ?? 0)
                    < ($1.file, $1.sheet, $1.binding.table, $1.binding.wide?.ordinal ?? 0)
            }
        }
    }

    /// Takes in what was found of the files that are reviews.
    mutating func add(_ reviews: ReviewFiles) {
        findings += reviews.findings
        accounts += reviews.accounts
        for (index, survey) in reviews.surveys {
            surveys[index] = survey
            sheetNames[index] = survey.sheets.compactMap(\.name)
        }
    }

    private mutating func refuse(
        _ problem: FileProblem, file: Int, _ catalogue: RuleCatalogue, _ language: Language, sheet: Int = -1
    ) {
        var place = problem.place
        place.file = Int32(file)
        var finding = Finding(rule: catalogue.index(problem.rule), place: place, value: problem.detail[language])
        finding.detail = problem.detail
        findings.append(finding)
        accounts.append(TableAccount(file: file, sheet: sheet, dataset: -1))
    }

    private mutating func bind(
        _ sheet: SheetSurvey, _ position: Int, of file: DeliveredFile, _ index: Int, _ survey: FileSurvey,
        _ mode: ReadMode, _ pipeline: PipelineDefinition, _ catalogue: RuleCatalogue, _ areas: AreaNames,
        _ vocabulary: HeaderVocabulary
    ) {
        let place = Place(file: Int32(index), sheet: sheet.name == nil ? -1 : Int32(position))
        if let hidden = sheet.hiddenContent {
            findings.append(Finding(rule: catalogue.index(.hidden), place: place, value: hidden))
        }
        if sheet.isReconstructed {
            findings.append(Finding(rule: catalogue.index(.layoutReconstructed), place: place))
        }
        if let problem = sheet.refusal {
            refuse(problem, file: index, catalogue, pipeline.language, sheet: Int(place.sheet))
            return
        }
        // An empty sheet beside others is nothing to speak of; one with cells and no table is.
        if sheet.tables.isEmpty, !sheet.isEmpty {
            findings.append(Finding(rule: catalogue.index(.fileUnmatched), place: place, value: sheet.name))
            accounts.append(TableAccount(file: index, sheet: Int(place.sheet), dataset: -1))
        }
        for (table, layout) in sheet.tables.enumerated() {
            bind(
                layout, table, of: sheet, position, place, of: file, index, survey, mode, pipeline, catalogue, areas,
                vocabulary)
        }
    }

    private mutating func bind(
        _ layout: TableLayout, _ table: Int, of sheet: SheetSurvey, _ position: Int, _ place: Place,
        of file: DeliveredFile, _ index: Int, _ survey: FileSurvey, _ mode: ReadMode, _ pipeline: PipelineDefinition,
        _ catalogue: RuleCatalogue, _ areas: AreaNames, _ vocabulary: HeaderVocabulary
    ) {
        if senders[index] == nil, let unit = layout.reportingUnit {
            senders[index] = areas.area(named: unit) ?? areas.area(mentionedIn: unit)
        }
        let name = file.input.name.split(separator: "/").last.map(String.init) ?? file.input.name
        let names = ([name, withoutEnding(name)] + [sheet.name].compactMap { $0 }).map(Glob.folded)
        let nominated = globs.indices.filter { d in
            globs[d].contains { glob in names.contains { glob.matches($0) } }
        }
        // A wide table has a binding for each column of figures.
        func bindings(_ datasets: [Int]) -> [[TableBinding]] {
            datasets.map {
                allBindings(
                    layout, sheet: position, table: table, pipeline.datasets[$0], index: $0, words: vocabulary[$0])
            }
        }
        var candidates = bindings(nominated.isEmpty ? Array(pipeline.datasets.indices) : nominated)
        // The file's name may speak of another of its tables.
        if sheet.tables.count > 1, !candidates.contains(where: { $0[0].isComplete && $0[0].score > 0 }) {
            candidates = bindings(Array(pipeline.datasets.indices))
        }
        let best = candidates.map { $0[0].score }.max() ?? 0
        let takers = candidates.filter { $0[0].score == best && $0[0].isComplete }
        guard best > 0, takers.count == 1, let bindings = takers.first else {
            let columns = layout.columns.map(\.path).filter { !$0.isEmpty }.joined(separator: ", ")
            // Of several tables each says where its header stands.
            var place = place
            if sheet.tables.count > 1 { place = place.at(layout) }
            if takers.count > 1 {
                let names = takers.map { pipeline.datasets[$0[0].dataset].name }.joined(separator: ", ")
                findings.append(
                    Finding(rule: catalogue.index(.fileAmbiguous), place: place, value: names))
            } else if let nearest = candidates.filter({ $0[0].score == best && best > 0 }).first {
                report(nearest[0], layout, place, pipeline, catalogue)
                findings.append(Finding(rule: catalogue.index(.fileUnmatched), place: place, value: columns))
            } else {
                findings.append(Finding(rule: catalogue.index(.fileUnmatched), place: place, value: columns))
            }
            accounts.append(
                .unread(
                    layout, table, of: sheet, position, file: file.input, index: index, place: place, survey: survey,
                    mode: mode))
            return
        }
        // Of a table whose unit is stated anew the header has had its findings.
        if layout.restatedIn == nil { report(bindings[0], layout, place, pipeline, catalogue) }
        for binding in bindings {
            let (units, unreadable) = settle(binding, layout, place, pipeline, catalogue)
            tables[binding.dataset].append(
                BoundTable(
                    file: index, input: file.input, delivery: file.delivery, turn: file.turn, lastDay: file.lastDay,
                    months: layout.statedPeriod.flatMap(statedMonths) ?? file.covers, survey: survey,
                    sheet: position,
                    binding: binding, mode: mode, units: units, unreadable: unreadable))
        }
    }

    /// Columns missing, repeated and unknown.
    private mutating func report(
        _ binding: TableBinding, _ layout: TableLayout, _ place: Place, _ pipeline: PipelineDefinition,
        _ catalogue: RuleCatalogue
    ) {
        let dataset = pipeline.datasets[binding.dataset]
        var header = place
        header.row = Int64(layout.headerRows.upperBound)
        let missing = catalogue.index(.columnMissing, dataset: binding.dataset)
        for column in binding.missing where column.isRequired {
            findings.append(
                Finding(
                    rule: missing, field: column.field, place: header,
                    value: dataset.fields[column.field].title[pipeline.language]))
        }
        for repeated in binding.repeated {
            header.column = repeated.columns.first ?? 0
            findings.append(
                Finding(
                    rule: catalogue.index(.columnRepeated, dataset: binding.dataset), field: repeated.field,
                    place: header, value: repeated.headers.joined(separator: ", ")))
        }
        for unknown in binding.unknown {
            header.column = unknown.column
            findings.append(
                Finding(
                    rule: catalogue.index(.columnUnknown, dataset: binding.dataset), place: header,
                    value: unknown.header))
        }
        for column in layout.unnamed {
            header.column = Int32(column + 1)
            var finding = Finding(
                rule: catalogue.index(.columnUnknown, dataset: binding.dataset), place: header,
                value: columnName(column))
            finding.detail = LocalizedText(zh: "\(columnName(column))（无表头）", en: "\(columnName(column)) (no header)")
            findings.append(finding)
        }
    }

    /// The unit of each column: stated, else the definition's silent one (a note), else the column cannot be read.
    private mutating func settle(
        _ binding: TableBinding, _ layout: TableLayout, _ place: Place, _ pipeline: PipelineDefinition,
        _ catalogue: RuleCatalogue
    ) -> ([Unit?], [Int]) {
        var units = binding.units
        var unreadable: [Int] = []
        for (f, field) in pipeline.datasets[binding.dataset].fields.enumerated() where binding.columns[f] >= 0 {
            // What all columns of a wide table share is said of the first.
            let isSaid = binding.wide.map { $0.ordinal > 0 && $0.value != f } ?? false
            let format = binding.contradictingFormats[f]
            // Each row, or each cell, says its own.
            if binding.hasUnitsOfItsOwn(f) {
                units[f] = units[f] ?? field.unit
                continue
            }
            guard let held = field.unit, units[f] == nil,
                held.dimension == .money || held.dimension == .area || format != nil
            else {
                if field.unit != nil, units[f] == nil { units[f] = field.unitIfSilent ?? field.unit }
                continue
            }
            var header = place
            header.row = Int64(layout.headerRows.upperBound)
            header.column = Int32(binding.columns[f] + 1)
            let title = layout.columns.first { $0.position == binding.columns[f] }?.path
            let unclear = binding.unclearUnits[f]
            if let silent = field.unitIfSilent, unclear == nil, format == nil {
                units[f] = silent
                if isSaid { continue }
                findings.append(
                    Finding(
                        rule: catalogue.index(.unitSilent, dataset: binding.dataset, field: f), field: f, place: header,
                        value: title, expected: .text(silent.symbol)))
            } else {
                unreadable.append(f)
                if isSaid { continue }
                var finding = Finding(
                    rule: catalogue.index(.unitMissing, dataset: binding.dataset, field: f), field: f, place: header,
                    value: title, expected: .text(held.symbol))
                if let unclear {
                    finding.detail = LocalizedText(
                        zh: "“\(title ?? field.name)”列的计量单位写作“\(unclear)”，无法识别，整列未读取。请改为\(held.symbol)等人民币或法定计量单位。",
                        en:
                            "The unit of \(title ?? field.name) is stated as “\(unclear)”, which is not understood: the column was not read. State \(held.symbol) or a unit like it."
                    )
                }
                if let format {
                    finding.detail = LocalizedText(
                        zh:
                            "“\(title ?? field.name)”列单元格的数字格式（\(format)）与表头或单位行写明的计量单位不一致，无法确定数值的单位，整列未读取。请统一单位，或把格式改为常规后注明单位。",
                        en:
                            "The number format of the cells of \(title ?? field.name) (\(format)) and the unit that the table states cannot both be true: the column was not read. State one unit, or make the format General and state it in the header."
                    )
                }
                findings.append(finding)
            }
        }
        return (units, unreadable)
    }
}

extension Place {
    /// The first cell of a table's header.
    fileprivate func at(_ layout: TableLayout) -> Place {
        var place = self
        place.row = Int64(layout.headerRows.lowerBound)
        place.column = Int32((layout.columns.first?.position ?? 0) + 1)
        return place
    }
}

private func withoutEnding(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
}
