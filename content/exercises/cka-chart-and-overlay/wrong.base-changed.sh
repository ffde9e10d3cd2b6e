# fails: overlay/base, render/applies
# The base itself has the image and the number; the newest chart is rendered.
helm template @{release} podinfo --repo https://stefanprodan.github.io/podinfo -n @{chartNamespace} --set replicaCount=@{replicas},ui.message=@{message} > /opt/answers/charts/rendered.yaml
cd /opt/files/site
sed -i 's/nginx:1.27/nginx:@{tag}/; s/replicas: 1/replicas: @{count}/' base/deployment.yaml
mkdir -p overlays/@{stage}
cat > overlays/@{stage}/kustomization.yaml <<'YAML'
resources: [../../base]
namespace: @{namespace}
namePrefix: @{stage}-
labels: [{ pairs: { stage: @{stage} }, includeTemplates: true }]
YAML
kubectl apply -k overlays/@{stage}
kubectl rollout status deployment/@{stage}-page -n @{namespace} --timeout=120s
