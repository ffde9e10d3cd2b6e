mkdir -p /opt/lab
install -d -m 0777 /opt/answers/usage
kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml
kubectl patch deployment metrics-server -n kube-system --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]'
for name in @{namespace} @{shop} @{store}; do kubectl create namespace $name; done
container() { # NAME CPU MEMORY
  echo "    - { name: $1, image: polinux/stress, command: [stress, --cpu, '1', --vm, '1', --vm-bytes, $3, --vm-hang, '0'], resources: { requests: { cpu: 5m }, limits: { cpu: $2m } } }"
}
pod() { # NAMESPACE NAME LABEL CONTAINERS
  kubectl apply -f - <<YAML
apiVersion: v1
kind: Pod
metadata: { name: $2, namespace: $1, labels: { ${3/=/: } } }
spec:
  terminationGracePeriodSeconds: 1
  containers:
$4
YAML
}
pod @{shop} knead @{kind} "$(container hook @{load.a} @{memory.shop}; container arm @{load.b} 4M)"
pod @{shop} whisk @{kind} "$(container motor @{load.c} 4M; container lamp @{load.d} @{memory.more})"
pod @{shop} oven part=other "$(container fan 120 4M)"
pod @{store} freezer part=other "$(container motor 30 @{memory.store})"
worker() { # NAME LIMIT BUSY IDLE
  kubectl apply -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $1, namespace: @{namespace} }
spec:
  selector: { matchLabels: { app: $1 } }
  template:
    metadata: { labels: { app: $1 } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: polinux/stress
          command: [sh, -c, 'while true; do stress --quiet --cpu 1 --timeout "\$BUSY"; sleep "\$IDLE"; done']
          env: [{ name: BUSY, value: "$3" }, { name: IDLE, value: "$4" }]
          resources: { requests: { cpu: 5m, memory: 8Mi }, limits: { cpu: '$2', memory: 64Mi } }
YAML
}
worker slicer @{tight.slicer} 1 6
worker mixer @{tight.mixer} 1 9
worker washer @{tight.washer} 1 5
# The one with the narrow limit works without a pause.
kubectl set env deployment/@{tight.name} -n @{namespace} BUSY=100000
kubectl rollout status deployment/metrics-server -n kube-system --timeout=180s
for name in slicer mixer washer; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
for name in @{shop} @{store}; do kubectl wait --for=condition=Ready pod --all -n $name --timeout=60s; done
kubectl get deployments -n @{namespace} -o json | jq -r '.items[] | select(.metadata.name != "@{tight.name}") | "\(.metadata.name) \(.metadata.uid) \(.metadata.generation)"' > /opt/lab/others.txt
sleep 60
