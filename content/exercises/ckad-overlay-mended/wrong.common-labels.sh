# fails: extend/labels
# commonLabels goes into selectors and Pods as well.
cd /opt/work/site/overlays/live
sed -i '@{fault.mend}' @{fault.where}
cat >> kustomization.yaml <<'YAML'
commonLabels: { team: '@{team}' }
secretGenerator: [{ name: '@{app}-key', files: [token=key.txt] }]
YAML
