kubectl apply -f https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.14.0/deploy/static/provider/baremetal/deploy.yaml
kubectl patch service ingress-nginx-controller -n ingress-nginx --type=json -p '[{"op":"replace","path":"/spec/ports/0/nodePort","value":30080}]'
kubectl create namespace @{namespace}
app() { # NAME VERSION PORT
  kubectl create deployment $1 -n @{namespace} --image=gcr.io/google-samples/hello-app:$2
  kubectl expose deployment $1 -n @{namespace} --port=$3 --target-port=8080
}
app @{front} 1.0 80
app @{back} 2.0 @{port}
app @{blog} 1.0 80
kubectl rollout status deployment/ingress-nginx-controller -n ingress-nginx --timeout=180s
kubectl wait -n ingress-nginx --for=condition=Complete job --all --timeout=180s
for name in @{front} @{back} @{blog}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: '@{blog}', namespace: '@{namespace}' }
spec:
  ingressClassName: @{fault.class}
  rules:
    - host: @{blog}.example.com
      http:
        paths:
          - path: @{fault.path}
            pathType: @{fault.type}
            backend: { service: @{fault.service} }
YAML
mkdir -p /opt/lab
kubectl get deployments,services -n @{namespace} -o json | jq -r '.items[] | "\(.kind) \(.metadata.name) \(.metadata.uid) \(.metadata.generation // 0) \(.spec.ports // [])"' > /opt/lab/before.txt
sleep 5
