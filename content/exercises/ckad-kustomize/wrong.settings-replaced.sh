# fails: overlay/settings
# `replace` drops what the base has put into the ConfigMap.
mkdir -p /opt/work/kustomize/overlays/@{env}
cat > /opt/work/kustomize/overlays/@{env}/kustomization.yaml <<'YAML'
resources: [../../base]
namespace: @{namespace}
namePrefix: @{env}-
configMapGenerator:
  - { name: settings, behavior: replace, literals: [LEVEL=@{level}] }
YAML
