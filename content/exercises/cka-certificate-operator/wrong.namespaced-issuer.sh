# fails: issuer/signs, install/runs
# An Issuer of one namespace; the number of Pods by hand, beside the release.
helm repo add jetstack https://charts.jetstack.io
helm install cert-manager jetstack/cert-manager --version @{version} -n cert-manager --create-namespace --set crds.enabled=true --wait
kubectl scale deployment cert-manager -n cert-manager --replicas=2
kubectl create secret tls @{issuer} -n @{namespace} --cert=/opt/files/ca/tls.crt --key=/opt/files/ca/tls.key
kubectl apply -f - <<'YAML'
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: @{issuer}, namespace: @{namespace} }
spec: { ca: { secretName: @{issuer} } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: @{certificate}, namespace: @{namespace} }
spec: { secretName: @{certificate}-tls, dnsNames: ["@{host}"], issuerRef: { name: @{issuer} } }
YAML
sleep 30
