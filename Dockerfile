# docker build -t photocheck . && docker run --rm --network none -v "$PWD/photos:/photos:ro" photocheck check .
FROM rust:1-slim-trixie AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked

FROM debian:trixie-slim
COPY --from=build /src/target/release/photocheck /usr/local/bin/photocheck
# nobody
USER 65534:65534
WORKDIR /photos
ENTRYPOINT ["photocheck"]
CMD ["--help"]
