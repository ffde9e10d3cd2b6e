# Installed without values first, then upgraded by a file of values; the kinds come with the second.
cat > /tmp/values.yaml <<'YAML'
crds: { enabled: true, keep: false }
replicaCount: 2
webhook: { timeoutSeconds: @{timeout} }
YAML
kubectl create namespace cert-manager
helm install cert-manager cert-manager --repo https://charts.jetstack.io --version @{version} -n cert-manager
helm upgrade cert-manager cert-manager --repo https://charts.jetstack.io --version @{version} -n cert-manager -f /tmp/values.yaml --wait
kubectl create secret generic authority -n cert-manager --type=kubernetes.io/tls --from-file=/opt/files/ca/tls.crt --from-file=/opt/files/ca/tls.key
kubectl create -f - <<'YAML'
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: @{issuer} }
spec: { ca: { secretName: authority } }
YAML
kubectl create -f - <<'YAML'
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: @{certificate}, namespace: @{namespace} }
spec: { secretName: @{certificate}-tls, duration: @{duration.hours}, commonName: @{host}, dnsNames: ["@{host}"], issuerRef: { name: @{issuer}, kind: ClusterIssuer, group: cert-manager.io } }
YAML
sleep 30
