# fails: stages/from-file
# The table is made by hand beforehand and only copied.
cd /opt/work/stages
python3 make_table.py
cat > Dockerfile <<'DOCKER'
FROM python:3.12 AS table
FROM python:3.12-alpine
WORKDIR /srv/@{app}
COPY table.txt server.py ./
CMD ["python", "server.py"]
DOCKER
docker build -q -t @{app}:@{tag} .
