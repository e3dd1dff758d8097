#include "attachments_test_kit.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace mingcha::attachments {
namespace {

void Put(uint32_t value, int bytes, std::string* out) {
  for (int i = 0; i < bytes; ++i) out->push_back(static_cast<char>(value >> (8 * i)));
}

uint32_t Crc(std::string_view bytes) {
  uint32_t crc = 0xFFFFFFFF;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int k = 0; k < 8; ++k) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

}  // namespace

std::string Fixture(const std::string& name) {
  std::ifstream in(std::string(MINGCHA_SOURCE_DIR) + "/tests/fixtures/attachments/" + name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::string Zip(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string out;
  std::string central;
  for (const auto& [name, data] : members) {
    std::string common;
    Put(20, 2, &common);
    Put(0, 2, &common);
    Put(0, 2, &common);
    Put(0, 4, &common);
    Put(Crc(data), 4, &common);
    Put(static_cast<uint32_t>(data.size()), 4, &common);
    Put(static_cast<uint32_t>(data.size()), 4, &common);
    Put(static_cast<uint32_t>(name.size()), 2, &common);
    Put(0, 2, &common);
    const auto at = static_cast<uint32_t>(out.size());
    out += "PK\x03\x04" + common + name + data;
    central += "PK\x01\x02";
    Put(20, 2, &central);
    central += common;
    Put(0, 2, &central);
    Put(0, 2, &central);
    Put(0, 2, &central);
    Put(0, 4, &central);
    Put(at, 4, &central);
    central += name;
  }
  const auto at = static_cast<uint32_t>(out.size());
  out += central + "PK\x05\x06";
  Put(0, 4, &out);
  Put(static_cast<uint32_t>(members.size()), 2, &out);
  Put(static_cast<uint32_t>(members.size()), 2, &out);
  Put(static_cast<uint32_t>(central.size()), 4, &out);
  Put(at, 4, &out);
  Put(0, 2, &out);
  return out;
}

std::string AllText(const model::AttachmentContent& content) {
  std::string text;
  for (const model::AttachmentPart& part : content.parts) {
    for (const model::AttachmentBlock& block : part.blocks) {
      if (!block.text.empty()) text += block.text + "\n";
      for (const model::AttachmentRow& row : block.rows) {
        for (size_t c = 0; c < row.cells.size(); ++c) text += (c > 0 ? "|" : "") + row.cells[c].text;
        text += "\n";
      }
    }
  }
  return text;
}

ConverterOptions TestOptions(const std::vector<std::string>& words) {
  ConverterOptions options;
  options.worker = {MINGCHA_ATTACHMENT_WORKER};
  options.worker.insert(options.worker.end(), words.begin(), words.end());
  return options;
}

}  // namespace mingcha::attachments
