kubectl apply -f https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.14.0/deploy/static/provider/baremetal/deploy.yaml
kubectl patch service ingress-nginx-controller -n ingress-nginx --type=json -p '[{"op":"replace","path":"/spec/ports/0/nodePort","value":30080}]'
kubectl create namespace @{namespace}
app() { # NAME VERSION REPLICAS
  kubectl create deployment $1 -n @{namespace} --image=gcr.io/google-samples/hello-app:$2 --replicas=$3
  kubectl expose deployment $1 -n @{namespace} --port=80 --target-port=8080
}
app @{app} 1.0 4
app @{front} 1.0 3
app @{front}-trial 2.0 1
kubectl rollout status deployment/ingress-nginx-controller -n ingress-nginx --timeout=180s
kubectl wait -n ingress-nginx --for=condition=Complete job --all --timeout=180s
for name in @{app} @{front} @{front}-trial; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
kubectl create ingress @{app} -n @{namespace} --class=nginx --rule='@{host}/*=@{app}:80'
kubectl create ingress @{front} -n @{namespace} --class=nginx --rule='@{front}.example.com/*=@{front}:80'
kubectl create ingress @{front}-trial -n @{namespace} --class=nginx --rule='@{front}.example.com/*=@{front}-trial:80' \
  --annotation nginx.ingress.kubernetes.io/canary=true --annotation nginx.ingress.kubernetes.io/canary-weight=@{ended}
mkdir -p /opt/lab
sleep 10
kubectl get deployment,service,ingress @{app} -n @{namespace} -o json | jq -c '.items[] | [.kind, .metadata.uid, .spec]' > /opt/lab/before.txt
