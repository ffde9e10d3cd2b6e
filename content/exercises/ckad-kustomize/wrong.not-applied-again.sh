# fails: applied/same, applied/runs, applied/settings
# Applied too early: what came into the overlay later is not in the cluster.
mkdir -p /opt/work/kustomize/overlays/@{env}
cd /opt/work/kustomize/overlays/@{env}
cat > kustomization.yaml <<'YAML'
resources: [../../base]
namespace: @{namespace}
namePrefix: @{env}-
YAML
kubectl apply -k .
cat >> kustomization.yaml <<'YAML'
replicas: [{ name: @{app}, count: @{replicas} }]
images: [{ name: nginx, newTag: '@{tag}' }]
YAML
sleep 20
