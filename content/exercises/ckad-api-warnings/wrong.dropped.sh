# fails: manifest/deployment
# What is warned of is left out.
cd /opt/work/warnings
sed -i -e '/nodeSelector:$/{N;d}' -e '/annotations:$/{N;/apparmor/d}' @{app}.yaml
@{fault.edit}
kubectl apply -f @{app}.yaml
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 5
