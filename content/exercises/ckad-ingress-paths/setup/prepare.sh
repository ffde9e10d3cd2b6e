mkdir -p /opt/lab
kubectl apply -f https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.14.0/deploy/static/provider/baremetal/deploy.yaml
kubectl patch service ingress-nginx-controller -n ingress-nginx --type=json -p '[{"op":"replace","path":"/spec/ports/0/nodePort","value":30080}]'
kubectl create namespace @{namespace}
for name in @{web} @{api}; do
  kubectl create deployment $name -n @{namespace} --image=registry.k8s.io/e2e-test-images/agnhost:2.53 -- /agnhost netexec --http-port=8080
  kubectl expose deployment $name -n @{namespace} --port=80 --target-port=8080
done
for name in @{help} @{docs}; do
  kubectl create deployment $name -n @{namespace} --image=hashicorp/http-echo:1.0 -- /http-echo -listen=:5678 "-text=$name page"
  kubectl create service clusterip $name -n @{namespace} --tcp=8000:5678
done
kubectl patch service @{docs} -n @{namespace} --type=json -p '[{"op":"replace","path":"/spec/ports/0/name","value":"pages"}]'
kubectl rollout status deployment/ingress-nginx-controller -n ingress-nginx --timeout=180s
kubectl wait -n ingress-nginx --for=condition=Complete job --all --timeout=180s
for name in @{web} @{api} @{help} @{docs}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
kubectl create ingress @{web} -n @{namespace} --class=nginx --rule='@{host}/*=@{web}:80'
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: '@{docs}', namespace: '@{namespace}' }
spec:
  ingressClassName: nginx
  rules:
    - host: '@{fault.first}'
      http:
        paths: [{ path: /guide, pathType: @{fault.type}, backend: { service: { name: '@{docs}', port: @{fault.port} } } }]
    - host: '@{fault.second}'
      http:
        paths: [{ path: /guide, pathType: @{fault.type}, backend: { service: { name: '@{docs}', port: @{fault.port} } } }]
YAML
kubectl get deployments,services -n @{namespace} -o json | jq -c '.items[] | [.kind, .metadata.name, .metadata.uid, .metadata.generation, .spec.ports, .spec.selector]' > /opt/lab/before.txt
sleep 5
