# fails: room/found, room/fits, room/others
# The Deployment whose single Pod asks for most is not the one that asks for most in all.
kubectl get deployments -A -o json | jq -r '[.items[] | select(.metadata.annotations["drill.example/pods"] and .metadata.name != "@{load.name}") | "\(.metadata.namespace)/\(.metadata.name)"][0]' > /opt/answers/room/deployment.txt
IFS=/ read -r namespace name < /opt/answers/room/deployment.txt
kubectl set resources deployment "$name" -n "$namespace" --requests=cpu=@{lower}
kubectl scale deployment @{app} -n @{namespace} --replicas=1
sleep 30
