mkdir -p /opt/answers/rollout
chmod 777 /opt/answers/rollout
kubectl create namespace @{namespace}
template() { # NAME RELEASE CONTAINER
  jq -n --arg name "$1" --arg release "$2" --argjson container "$3" '{metadata: {labels: {app: $name}}, spec: {terminationGracePeriodSeconds: 2, containers: [{name: "nginx", env: [{name: "RELEASE", value: $release}]} + $container]}}'
}
deploy() { # NAME REPLICAS RELEASE CAUSE CONTAINER
  jq -n --arg name "$1" --argjson replicas "$2" --arg cause "$4" --argjson template "$(template "$1" "$3" "$5")" '{apiVersion: "apps/v1", kind: "Deployment",
    metadata: {name: $name, namespace: "@{namespace}", annotations: {"kubernetes.io/change-cause": $cause}},
    spec: {replicas: $replicas, selector: {matchLabels: {app: $name}}, template: $template}}' | kubectl apply -f -
}
deploy @{good} @{replicas.n} first 'first release' '{"image": "nginx:1.28"}'
deploy @{bad} 3 first 'first release' '{"image": "nginx:1.26"}'
kubectl rollout status deployment/@{bad} -n @{namespace} --timeout=120s
deploy @{bad} 3 second 'nginx 1.27' '{"image": "nginx:1.27"}'
kubectl rollout status deployment/@{bad} -n @{namespace} --timeout=120s
deploy @{bad} 3 third 'faster start' '@{fault.third}'
sleep 5
deploy @{bad} 3 fourth 'faster start, again' '@{fault.fourth}'
kubectl rollout status deployment/@{good} -n @{namespace} --timeout=120s
sleep 5
