#pragma once
/* Debian's libxml2 headers pull in ICU, which collides with Foundation's: take it out before the rest is read. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
#include <libxml/encoding.h>
#include <libxml/xmlwriter.h>
