# fails: overlay/from-the-overlay, render/applies
# What the overlay lacks is done by hand afterwards.
helm template @{release} podinfo --repo https://stefanprodan.github.io/podinfo --version @{version} --set replicaCount=@{replicas},ui.message=@{message} > /opt/answers/charts/rendered.yaml
mkdir -p /opt/files/site/overlays/@{stage} && cd /opt/files/site/overlays/@{stage}
cat > kustomization.yaml <<'YAML'
resources: [../../base]
namespace: @{namespace}
namePrefix: @{stage}-
labels: [{ pairs: { stage: @{stage} }, includeTemplates: true }]
images: [{ name: nginx, newTag: '@{tag}' }]
YAML
kubectl apply -k .
kubectl scale deployment @{stage}-page -n @{namespace} --replicas=@{count}
kubectl rollout status deployment/@{stage}-page -n @{namespace} --timeout=120s
