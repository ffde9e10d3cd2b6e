# fails: stages/clean
# What a later step deletes is still in the layer of the earlier one.
cat > /opt/work/stages/Dockerfile <<'DOCKER'
FROM python:3.12 AS table
FROM python:3.12-alpine
WORKDIR /srv/@{app}
COPY . .
RUN python make_table.py && rm make_table.py prices.csv
CMD ["python", "server.py"]
DOCKER
docker build -q -t @{app}:@{tag} /opt/work/stages
