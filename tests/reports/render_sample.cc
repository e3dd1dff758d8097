// Writes the sample's reports to look at: render_sample FOLDER zh|en [FINDINGS]
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "reports/render.h"
#include "sample.h"

int main(int argc, char** argv) {
  namespace base = mingcha::base;
  namespace reports = mingcha::reports;
  if (argc < 3) {
    std::cerr << "usage: render_sample FOLDER zh|en [FINDINGS]\n";
    return 2;
  }
  const reports::Sample sample = reports::MakeLargeSample(argc > 3 ? std::atoi(argv[3]) : 0);
  const base::Lang lang = argv[2] == std::string("en") ? base::Lang::kEn : base::Lang::kZh;
  for (const reports::RenderedFile& file : reports::RenderAll(sample.Input(lang))) {
    std::ofstream(std::string(argv[1]) + "/" + file.name, std::ios::binary) << file.bytes;
    std::cout << file.name << " " << file.bytes.size() << "\n";
  }
}
