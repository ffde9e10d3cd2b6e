# Values in a file and no repository; a patch instead of fields.
cat > /tmp/values.yaml <<'YAML'
replicaCount: @{replicas}
ui: { message: @{message} }
YAML
helm template @{release} podinfo --repo https://stefanprodan.github.io/podinfo --version @{version} -n @{chartNamespace} -f /tmp/values.yaml --skip-tests > /opt/answers/charts/rendered.yaml
mkdir -p /opt/files/site/overlays/@{stage} && cd /opt/files/site/overlays/@{stage}
cat > kustomization.yaml <<'YAML'
resources: [../../base]
namespace: @{namespace}
namePrefix: @{stage}-
labels:
  - pairs: { stage: @{stage} }
    includeTemplates: true
patches:
  - path: page.yaml
YAML
cat > page.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: page }
spec:
  replicas: @{count}
  template:
    spec:
      containers: [{ name: web, image: 'nginx:@{tag}' }]
YAML
kubectl kustomize . | kubectl apply -f -
kubectl rollout status deployment/@{stage}-page -n @{namespace} --timeout=120s
