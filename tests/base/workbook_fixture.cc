#include "tests/base/workbook_fixture.h"

#include <zip.h>

#include "base/check.h"

namespace mingcha::base {

std::string ZipOf(const std::map<std::string, std::string>& members) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  CHECK(target != nullptr);
  zip_source_keep(target);
  zip_t* zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  CHECK(zip != nullptr);
  for (const auto& [name, text] : members) {
    zip_source_t* source = zip_source_buffer(zip, text.data(), text.size(), 0);
    CHECK(zip_file_add(zip, name.c_str(), source, ZIP_FL_OVERWRITE) >= 0);
  }
  CHECK(zip_close(zip) == 0);
  CHECK(zip_source_open(target) == 0);
  zip_stat_t stat;
  zip_stat_init(&stat);
  CHECK(zip_source_stat(target, &stat) == 0);
  std::string bytes(stat.size, '\0');
  CHECK(zip_source_read(target, bytes.data(), stat.size) == static_cast<zip_int64_t>(stat.size));
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

std::string BookOf(const std::string& sheet_xml, const std::string& shared, const std::string& styles,
                   bool is_1904) {
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string relations = "<Relationships>";
  const auto relation = [&](const std::string& id, const std::string& type, const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + office + "/" + type + "\" Target=\"" + target + "\"/>";
  };
  return ZipOf(
      {{"_rels/.rels",
        relations + relation("rId1", "officeDocument", "xl/workbook.xml") + "</Relationships>"},
       {"xl/workbook.xml",
        "<workbook xmlns:r=\"" + office + "\"><workbookPr date1904=\"" + (is_1904 ? "1" : "0") +
            "\"/><sheets><sheet name=\"台账\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels", relations + relation("rId1", "worksheet", "worksheets/sheet1.xml") +
                                          relation("rId2", "sharedStrings", "/xl/sharedStrings.xml") +
                                          relation("rId3", "styles", "styles.xml") + "</Relationships>"},
       {"xl/worksheets/sheet1.xml", "<worksheet>" + sheet_xml + "</worksheet>"},
       {"xl/sharedStrings.xml", "<sst>" + shared + "</sst>"},
       {"xl/styles.xml", "<styleSheet>" + styles + "</styleSheet>"}});
}

}  // namespace mingcha::base
