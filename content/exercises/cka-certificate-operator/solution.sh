helm repo add jetstack https://charts.jetstack.io
helm install cert-manager jetstack/cert-manager --version @{version} -n cert-manager --create-namespace --wait \
  --set crds.enabled=true --set replicaCount=2 --set webhook.timeoutSeconds=@{timeout}

kubectl create secret tls @{issuer} -n cert-manager --cert=/opt/files/ca/tls.crt --key=/opt/files/ca/tls.key
kubectl apply -f - <<'YAML'
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata:
  name: @{issuer}
spec:
  ca:
    secretName: @{issuer}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: @{certificate}
  namespace: @{namespace}
spec:
  secretName: @{certificate}-tls
  duration: @{duration.hours}
  dnsNames:
    - @{host}
  issuerRef:
    name: @{issuer}
    kind: ClusterIssuer
YAML
kubectl wait --for=condition=Ready certificate/@{certificate} -n @{namespace}
