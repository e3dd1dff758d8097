# The program as an image: built from the same package that Debian users install. Linted by npm's dockerfilelint.
#   docker build -t mingcha .
#   docker run --rm -v "$PWD/rounds:/etc/mingcha:ro" -v "$PWD/out:/var/lib/mingcha" mingcha assess /etc/mingcha/my-round --out /var/lib/mingcha/my-round
FROM debian:12-slim AS build
WORKDIR /src
COPY . .
RUN scripts/package /package

FROM debian:12-slim
COPY --from=build /package/*.deb /tmp/
RUN apt-get update \
  && apt-get install -y --no-install-recommends /tmp/*.deb poppler-utils catdoc tesseract-ocr tesseract-ocr-chi-sim \
  && rm -rf /var/lib/apt/lists/* /tmp/*.deb \
  && useradd --create-home --home-dir /var/lib/mingcha mingcha
USER mingcha
WORKDIR /var/lib/mingcha
ENTRYPOINT ["mingcha"]
CMD ["--help"]
