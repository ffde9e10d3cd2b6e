# fails: install/release, install/runs, certificate/issued
# The newest chart with its own values, and an issuer that lets each certificate sign itself.
helm repo add jetstack https://charts.jetstack.io
helm install cert-manager jetstack/cert-manager -n cert-manager --create-namespace --set crds.enabled=true --wait
kubectl apply -f - <<'YAML'
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: @{issuer} }
spec: { selfSigned: {} }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: @{certificate}, namespace: @{namespace} }
spec: { secretName: @{certificate}-tls, dnsNames: ["@{host}"], issuerRef: { name: @{issuer}, kind: ClusterIssuer } }
YAML
sleep 30
