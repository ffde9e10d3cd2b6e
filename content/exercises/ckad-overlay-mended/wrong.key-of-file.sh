# fails: extend/secret, extend/image, applied/same
# The key is the file's name; and the image has only a new tag.
cd /opt/work/site/overlays/live
sed -i '@{fault.mend}' @{fault.where}
cat >> kustomization.yaml <<'YAML'
secretGenerator: [{ name: '@{app}-key', files: [key.txt] }]
images: [{ name: web-server, newTag: '@{tag}' }]
YAML
kubectl apply -k .
sleep 10
