import CLibXML2
import CXLSXWriter
import CZlib

/// Versions of the libraries that the bytes of compressed files depend on; `run.json` names them.
public enum LibraryVersions {
    /// `1.2.13`.
    public static var zlib: String { String(cString: zlibVersion()) }

    /// `2.9.14`: of the headers that the program was built with.
    public static var libxml2: String { LIBXML_DOTTED_VERSION }

    /// `1.1.4`.
    public static var libxlsxwriter: String { String(cString: lxw_version()) }
}
