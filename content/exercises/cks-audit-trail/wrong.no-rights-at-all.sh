# fails: out/settings
# The binding goes, and with it the settings.
kubectl delete @{fault.resource} @{object} -n @{namespace}
kubectl delete rolebinding @{who.culprit} -n @{namespace}
