// Input: one byte that chooses a format, then the main member of such a document. Promises: as
// attachment_fuzz, but the mutations reach the XML readers, not the zip around them.
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "extractors/attachments/read_file.h"
#include "tests/fuzz/fuzz_target.h"

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

class StoredZip {
 public:
  void Add(std::string_view name, std::string_view data) {
    std::string common;
    for (const auto& [value, width] : {std::pair<uint32_t, int>{20, 2}, {0, 2}, {0, 2}, {0, 4}})
      Put(value, width, &common);
    Put(Crc(data), 4, &common);
    Put(static_cast<uint32_t>(data.size()), 4, &common);
    Put(static_cast<uint32_t>(data.size()), 4, &common);
    Put(static_cast<uint32_t>(name.size()), 2, &common);
    Put(0, 2, &common);
    const auto at = static_cast<uint32_t>(out_.size());
    out_.append("PK\x03\x04").append(common).append(name).append(data);
    central_ += "PK\x01\x02";
    Put(20, 2, &central_);
    central_ += common;
    for (const int width : {2, 2, 2, 4}) Put(0, width, &central_);
    Put(at, 4, &central_);
    central_ += name;
    ++members_;
  }
  std::string Finish() {
    const auto at = static_cast<uint32_t>(out_.size());
    out_ += central_ + "PK\x05\x06";
    Put(0, 4, &out_);
    Put(members_, 2, &out_);
    Put(members_, 2, &out_);
    Put(static_cast<uint32_t>(central_.size()), 4, &out_);
    Put(at, 4, &out_);
    Put(0, 2, &out_);
    return std::move(out_);
  }

 private:
  std::string out_, central_;
  uint32_t members_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1 || size > (size_t{1} << 17U)) return 0;
  const std::string_view member(reinterpret_cast<const char*>(data) + 1, size - 1);
  StoredZip zip;
  switch (data[0] % 3) {
    case 0:
      zip.Add("word/document.xml", member);
      break;
    case 1:
      zip.Add("ppt/presentation.xml", "<p/>");
      zip.Add("ppt/slides/slide1.xml", member);
      break;
    default:
      zip.Add("OFD.xml", "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>");
      zip.Add("D.xml", "<Document><Pages><Page BaseLoc=\"P.xml\"/></Pages></Document>");
      zip.Add("P.xml", member);
  }
  mingcha::attachments::ReadLimits limits;
  limits.max_text = size_t{1} << 20U;
  limits.max_cells = 20'000;
  limits.max_recognised = 0;
  const auto content = mingcha::attachments::ReadFile(zip.Finish(), limits);
  for (const auto& part : content.parts) {
    for (const auto& block : part.blocks) CHECK(mingcha::base::IsValidUtf8(block.text));
  }
  return 0;
}
