# docker build -t photocheck . && docker run --rm --network none -v "$PWD/photos:/photos:ro" photocheck check .
FROM rust:1-slim AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked

FROM debian:stable-slim
COPY --from=build /src/target/release/photocheck /usr/local/bin/photocheck
USER nobody
WORKDIR /photos
ENTRYPOINT ["photocheck"]
CMD ["--help"]
