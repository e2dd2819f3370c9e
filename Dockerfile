# One static binary in an image without a shell, running as a normal user.
#
#   docker build -t wpbridge .
#   docker run --rm -v /etc/wpbridge:/etc/wpbridge:ro -v /var/www/shop:/shop:ro wpbridge check
#
# The settings file is /etc/wpbridge/wpbridge.yaml, readable by user 65532; or
# give every setting in the environment (WPBRIDGE_SHOP__DSN=…). The shop's
# database must be reachable from the container: mount its socket, or use TCP.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /wpbridge ./server

# Holds CA certificates, time zones and the user nonroot (65532).
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /wpbridge /usr/local/bin/wpbridge
COPY LICENSE /usr/share/doc/wpbridge/LICENSE
USER nonroot:nonroot
ENTRYPOINT ["/usr/local/bin/wpbridge"]
CMD ["--help"]
