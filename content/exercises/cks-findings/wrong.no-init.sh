# fails: images/named, images/stopped
# Init containers forgotten; and the Deployments are deleted.
for name in $(kubectl get deployments -n @{namespace} -o jsonpath='{.items[*].metadata.name}'); do
  for image in $(kubectl get deployment $name -n @{namespace} -o jsonpath='{.spec.template.spec.containers[*].image}'); do
    trivy image -q --severity CRITICAL --ignore-unfixed --exit-code 1 $image > /dev/null || echo $name
  done
done > /opt/answers/findings/deployments.txt
for name in $(cat /opt/answers/findings/deployments.txt); do kubectl delete deployment $name -n @{namespace}; done
