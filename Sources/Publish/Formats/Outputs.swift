public import Definitions

/// Writes one output below `folder` (the vintage's), making the folders of its path.
///
/// `jobs` says how many cores may compress; the bytes do not depend on it.
public func write(_ output: OutputDefinition, _ publication: Publication, to folder: String, jobs: Int = 2)
    throws(OutputError)
{
}

/// Writes every output of the pipeline, in its order.
public func writeAll(_ publication: Publication, to folder: String, jobs: Int = 2) throws(OutputError) {
    for output in publication.pipeline.outputs { try write(output, publication, to: folder, jobs: jobs) }
}
