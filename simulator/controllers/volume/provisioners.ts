/** In-tree provisioners and the drivers that stand in for them. Models csi-translation-lib. */
const MIGRATED = new Map([
	['kubernetes.io/aws-ebs', 'ebs.csi.aws.com'],
	['kubernetes.io/azure-disk', 'disk.csi.azure.com'],
	['kubernetes.io/azure-file', 'file.csi.azure.com'],
	['kubernetes.io/cinder', 'cinder.csi.openstack.org'],
	['kubernetes.io/gce-pd', 'pd.csi.storage.gke.io'],
	['kubernetes.io/portworx-volume', 'pxd.portworx.com'],
	['kubernetes.io/vsphere-volume', 'csi.vsphere.vmware.com'],
]);

/** Who outside the controller manager provisions for a class; undefined: it says that somebody inside should, who is not there. */
export function provisionerOf(provisioner: string): string | undefined {
	if (!provisioner.startsWith('kubernetes.io/')) return provisioner;
	return MIGRATED.get(provisioner);
}
