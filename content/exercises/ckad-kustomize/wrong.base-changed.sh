# fails: overlay/base
cd /opt/work/kustomize
sed -i -e 's/replicas: 1/replicas: @{replicas}/' -e 's/nginx:1.27/nginx:@{tag}/' -e 's/32Mi/@{memory}/' base/deployment.yaml
mkdir overlays/@{env}
cat > overlays/@{env}/kustomization.yaml <<'YAML'
resources: [../../base]
namespace: @{namespace}
namePrefix: @{env}-
YAML
kubectl apply -k overlays/@{env}
sleep 20
