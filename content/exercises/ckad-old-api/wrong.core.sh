# fails: version/answer
kubectl api-resources | awk '$NF == "@{kind.name}" {print $NF}' > /opt/answers/old-api/version.txt
