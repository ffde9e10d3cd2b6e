# fails: render/nothing-installed, overlay/runs
# The chart is installed and its manifest read back; the label is missing on the Pods.
helm install @{release} podinfo --repo https://stefanprodan.github.io/podinfo --version @{version} -n @{chartNamespace} --create-namespace --set replicaCount=@{replicas},ui.message=@{message}
helm get manifest @{release} -n @{chartNamespace} > /opt/answers/charts/rendered.yaml
mkdir -p /opt/files/site/overlays/@{stage} && cd /opt/files/site/overlays/@{stage}
cat > kustomization.yaml <<'YAML'
resources: [../../base]
namespace: @{namespace}
namePrefix: @{stage}-
labels: [{ pairs: { stage: @{stage} } }]
images: [{ name: nginx, newTag: '@{tag}' }]
replicas: [{ name: page, count: @{count} }]
YAML
kubectl apply -k .
kubectl rollout status deployment/@{stage}-page -n @{namespace} --timeout=120s
