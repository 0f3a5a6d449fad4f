public import Definitions
import Dispatch
import Synchronization

/// Writes one output below `folder` (the vintage's), making the folders of its path.
///
/// `jobs` says how many cores may compress; the bytes do not depend on it.
public func write(_ output: OutputDefinition, _ publication: Publication, to folder: String, jobs: Int = 2)
    throws(OutputError)
{
    let access = OutputAccess(path: output.path)
    let path = "\(folder)/\(output.path)"
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash]), access: access) }
    // Workbooks are written by their library.
    switch output.kind {
    case .workbook: return try ReturnsWorkbook.write(publication, output, to: path)
    case .exceptionsWorkbook: return try ExceptionsWorkbook.write(publication, output, to: path)
    case .senderWorkbooks: return try ExceptionsWorkbook.writeBySender(publication, output, in: folder)
    default: break
    }
    let file = try TextFile(path: path, access: access, jobs: jobs)
    // One line per kind of output.
    switch output.kind {
    case .workbook, .exceptionsWorkbook, .senderWorkbooks: break
    case .dataPackage: try DataPackage.write(publication, output, in: folder, to: file)
    case .returns: try ReturnsCSV.write(publication, to: file)
    case .revisions: try RevisionsCSV.write(publication, output, to: file)
    case .sdmxTable: try SDMXTable.write(publication, output, to: file)
    case .sdmxData: try SDMXData.write(publication, output, to: file)
    case .sdmxStructure: try SDMXStructure.write(publication, output, to: file)
    case .exceptions: try ExceptionsCSV.write(publication, to: file)
    case .exceptionsPage: try ExceptionsPage.write(publication, output, to: file)
    case .changes: try ExceptionChanges.write(publication, to: file)
    case .summary: try Summary.write(publication, to: file)
    case .ledger: try LedgerCSV.write(publication, to: file)
    case .table: try table(output, publication, to: file)
    case .list: try ListCSV.write(publication, output, to: file)
    case .bulletin: try Bulletin.write(publication, output, to: file)
    }
    try file.close()
}

/// Writes the outputs of the pipeline for which `chosen` holds, several at a time where there are cores; those that describe
/// others when these are there. Of several errors the first output's is thrown.
public func writeAll(
    _ publication: Publication, to folder: String, jobs: Int = 2,
    where chosen: (OutputDefinition) -> Bool = { _ in true }
) throws(OutputError) {
    let outputs = publication.pipeline.outputs.filter(chosen)
    let tables = outputs.filter { $0.kind != .dataPackage }
    let errors = Mutex([OutputError?](repeating: nil, count: tables.count))
    @Sendable func attempt(_ i: Int) {
        do throws(OutputError) {
            try write(tables[i], publication, to: folder, jobs: jobs)
        } catch {
            errors.withLock { $0[i] = error }
        }
    }
    if jobs > 1 {
        DispatchQueue.concurrentPerform(iterations: tables.count, execute: attempt)
    } else {
        tables.indices.forEach(attempt)
    }
    if let error = errors.withLock({ $0.compactMap { $0 }.first }) { throw error }
    for output in outputs where output.kind == .dataPackage {
        try write(output, publication, to: folder, jobs: jobs)
    }
}

private func table(_ output: OutputDefinition, _ publication: Publication, to file: TextFile) throws(OutputError) {
    guard let table = output.table else { return }
    switch table.source {
    case .figures: try FigureTable(table, publication, for: Audience(path: output.path)).write(to: file)
    case .findings: try FindingTable(table, publication).write(to: file)
    }
}
