import CZlib

/// Versions of the libraries that the bytes of compressed files depend on; `run.json` names them.
public enum LibraryVersions {
    /// `1.2.13`.
    public static var zlib: String { String(cString: zlibVersion()) }
}
