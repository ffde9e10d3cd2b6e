# fails: applied/same
# What is in the cluster was changed by hand: the overlay says less.
cd /opt/work/site/overlays/live
sed -i '@{fault.mend}' @{fault.where}
cat >> kustomization.yaml <<'YAML'
secretGenerator: [{ name: '@{app}-key', files: [token=key.txt] }]
YAML
kubectl apply -k .
kubectl set image deployment/@{app} -n @{namespace} web=nginx:@{tag}
kubectl patch service @{app} -n @{namespace} -p '{"spec": {"type": "NodePort", "ports": [{"port": 80, "nodePort": @{nodePort}}]}}'
sleep 10
